import ast

from checking import expect, kept, module, script, text

masking = module("masking")
expect(masking.mask("홍길동", "010-1234-5678") == ("홍**", "***-****-5678"), "masking.mask gives something else")
for path in ("list_customers.py", "list_agents.py"):
    tree = ast.parse(text(path))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    expect("mask" not in names, f"{path} still has a function mask of its own")
    expect("masking" in text(path), f"{path} does not import masking")
first, second = script("list_customers.py"), script("list_agents.py")
expect(first.out == "1 홍** ***-****-5678\n2 김* ***-****-5432\n", f"list_customers.py: {first.last}")
expect(second.out == "A01,이**,***-****-2222\nA02,남**,***-****-4444\n", f"list_agents.py: {second.last}")
for name in ("list_customers", "list_agents"):
    kept(callable(module(name).main), f"{name}.main is gone")
