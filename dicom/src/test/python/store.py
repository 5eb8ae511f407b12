"""Sends files to a C-STORE SCP, as they are, and says what was not stored.

usage: python3 store.py HOST PORT AE-TITLE FILE...
needs: pynetdicom==3.0.4
"""

import sys

from pydicom import dcmread
from pynetdicom import AE, _config

# The bytes of the file behind its file meta information, unchanged.
_config.STORE_SEND_CHUNKED_DATASET = True
VERIFICATION = "1.2.840.10008.1.1"


def main():
    host, port, title, *files = sys.argv[1:]
    entity = AE(ae_title="PYNETDICOM")
    entity.add_requested_context(VERIFICATION)
    contexts = set()
    for file in files:
        meta = dcmread(file, stop_before_pixels=True).file_meta
        contexts.add((meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID))
    for sop_class, syntax in sorted(contexts):
        entity.add_requested_context(sop_class, syntax)
    association = entity.associate(host, int(port), ae_title=title)
    if not association.is_established:
        sys.exit("no association")
    failed = int(association.send_c_echo().Status != 0)
    for file in files:
        status = association.send_c_store(file)
        if "Status" not in status or status.Status != 0:
            print(file, status)
            failed += 1
    association.release()
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
