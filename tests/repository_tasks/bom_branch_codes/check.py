from pathlib import Path

from checking import expect, kept, module

raw = Path("지점코드.csv").read_bytes()
expect(raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\xef\xbb\xbf") == 1, "the mark at the head of the file is not as it was")
expect(raw.count(b"\r\n") == raw.count(b"\n") > 0, "the lines do not all end as before")
found = module("branches").branches()
expect(found.get("0412") == ("판교테크노", "경기"), f"0412 is {found.get('0412')}")
kept({k: v for k, v in found.items() if k != "0412"} == {"0101": ("본점", "서울"), "0117": ("강남", "서울"), "0305": ("해운대", "부산"), "0520": ("둔산", "대전"), "0733": ("첨단", "광주")}, "the other branches are not what they were")
expect(list(found) == sorted(found), "branches are not in order of their code")
