"""What a WSGI server loads; wrong settings end the start with one line each."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from ssd_portal.checks import setting_errors

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssd_portal.settings")

_django = get_wsgi_application()
if wrong := list(setting_errors()):
    sys.exit("The portal does not start:\n" + "\n".join(wrong))

# Its models need the apps to be set up.
application = import_string("ssd_portal.published.layer.Published")(_django)
