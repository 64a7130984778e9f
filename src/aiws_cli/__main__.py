"""`python -m aiws_cli` is `aiws`."""

import sys

from aiws_cli.cli.main import main

sys.exit(main())
