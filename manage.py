#!/usr/bin/env python
"""Django's command line for Backoffice."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")
    if sys.argv[1:2] == ["demo"] and not {"-h", "--help"} & set(sys.argv):
        from backoffice.demo import prepare_environment

        prepare_environment()
    execute_from_command_line(sys.argv)
