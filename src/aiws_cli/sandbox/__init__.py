"""Where code that nobody has read may run: bubblewrap, else Landlock with seccomp, else nowhere (`choose`)."""
