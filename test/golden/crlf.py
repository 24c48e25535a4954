if a:
	b = 1
def f():
	return """x
y"""
