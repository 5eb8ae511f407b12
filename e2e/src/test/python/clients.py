"""What dicomweb-client and pynetdicom are told at the doors.

usage: python3 clients.py stow URL FILE...
         stores the files by STOW-RS in one request; each has to be taken
       python3 clients.py agree URL HOST PORT AE-TITLE TAKEN FILE...
         sends each file by C-STORE and by STOW-RS, where it has to be taken, or refused with the same number; copies those
         that were taken to the folder TAKEN
needs: pynetdicom, dicomweb-client
"""

import shutil
import sys
import warnings
from collections import Counter
from io import BytesIO
from os.path import basename

from dicomweb_client.api import DICOMwebClient
from pydicom import dcmread, dcmwrite
from pynetdicom import AE, _config
from requests import HTTPError

# The bytes of the file behind its file meta information, unchanged.
_config.STORE_SEND_CHUNKED_DATASET = True
FAILURE_REASON = "00081197"
# Keywords of Failed SOP Sequence and Other Failures Sequence.
FAILURES = ("00081198", "0008119A")
TAKEN = 0


def stow(url, *files):
    answer = DICOMwebClient(url).store_instances([dcmread(file) for file in files])
    taken = len(answer.get("ReferencedSOPSequence", []))
    if taken != len(files) or "FailedSOPSequence" in answer:
        sys.exit(f"{taken} of {len(files)} instances were taken: {answer}")


def told_by_stow(client, dataset):
    try:
        client.store_instances([dataset])
        return TAKEN
    except HTTPError as refusal:
        if refusal.response.status_code != 409:
            raise
        body = refusal.response.json()
        for sequence in FAILURES:
            if sequence in body:
                return body[sequence]["Value"][0][FAILURE_REASON]["Value"][0]
        raise


def agree(url, host, port, title, folder, *files):
    client = DICOMwebClient(url)
    entity = AE(ae_title="PYNETDICOM")
    metas = [dcmread(file, stop_before_pixels=True).file_meta for file in files]
    for sop_class, syntax in sorted({(m.MediaStorageSOPClassUID, m.TransferSyntaxUID) for m in metas}):
        entity.add_requested_context(sop_class, syntax)
    association = entity.associate(host, int(port), ae_title=title)
    if not association.is_established:
        sys.exit("no association")
    told = Counter()
    differ = 0
    for file in files:
        status = association.send_c_store(file).get("Status")
        dataset = dcmread(file)
        try:
            dcmwrite(BytesIO(), dataset)
        except Exception as unwritable:  # Whatever pydicom raises: dicomweb-client would, too.
            print(f"{basename(file)}: not sent by STOW-RS, pydicom cannot write it: {type(unwritable).__name__}")
            continue
        by_stow = told_by_stow(client, dataset)
        if status != by_stow:
            print(f"{basename(file)}: C-STORE says {status:04X}, STOW-RS {by_stow:04X}")
            differ += 1
        elif status == TAKEN:
            shutil.copy(file, folder)
        told[f"{status:04X}"] += 1
    association.release()
    print("told by both: " + ", ".join(f"{count} x {status}" for status, count in sorted(told.items())))
    if not told:
        sys.exit("nothing was compared")
    sys.exit(differ > 0)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    commands = {"stow": stow, "agree": agree}
    commands[sys.argv[1]](*sys.argv[2:])
