xx = 1
x = 1
