xx = 1
x = 2
