def before():
    return 1

def broken(:
    x = 1
    return x

def half():
    total = add(1, (2
    return total

print "python two"

x = [1, 2

class After:
    def kept(self):
        return self.y.

@decorator
y = 5

async

def last():
    return "unterminated
z = 1
