"""`python -m cleaner`."""

from cleaner.cli.entry import main

if __name__ == "__main__":
    main()
