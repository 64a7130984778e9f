from checking import expect, kept, module, tests

masking = module("masking")
kept(masking.mask_account("1234567") == "123*567", "mask_account is not what it was")
expect(masking.mask_name("이산") == "이*", f"이산 is masked as {masking.mask_name('이산')}")
kept(masking.mask_name("황보석준영") == "황***영" and masking.mask_name("") == "", "longer names are masked otherwise")
tests()
