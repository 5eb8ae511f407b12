"""A storage SCP of pynetdicom that writes what it receives to files. usage: ingest-scp.py PORT FOLDER"""

import os
import sys

from pynetdicom import AE, ALL_TRANSFER_SYNTAXES, AllStoragePresentationContexts, evt

port, folder = int(sys.argv[1]), sys.argv[2]


def store(event):
    """The data set as it came, behind its file meta information; no value is read."""
    name = os.path.join(folder, event.request.AffectedSOPInstanceUID + ".dcm")
    with open(name, "wb") as file:
        file.write(event.encoded_dataset())
    return 0x0000


entity = AE(ae_title="PYNETDICOM")
for context in AllStoragePresentationContexts:
    entity.add_supported_context(context.abstract_syntax, ALL_TRANSFER_SYNTAXES)
entity.start_server(("127.0.0.1", port), block=True, evt_handlers=[(evt.EVT_C_STORE, store)])
