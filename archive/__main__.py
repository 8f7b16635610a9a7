"""``python -m archive`` is ``press-archive``."""

from archive.cli import main

if __name__ == "__main__":
    main()
