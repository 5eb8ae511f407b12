"""A storage SCP of pynetdicom. usage: ingest-scp.py PORT FOLDER received|prepared

received: each data set is written to a file as it came, no value is read.
prepared: of each, a file without what identifies the patient, and a PNG of 16 bits of its pixels.
"""

import os
import sys

import numpy
from PIL import Image
from pydicom.uid import generate_uid
from pynetdicom import AE, ALL_TRANSFER_SYNTAXES, AllStoragePresentationContexts, evt

port, folder, what = int(sys.argv[1]), sys.argv[2], sys.argv[3]
# Of these objects, what the Basic Profile of PS3.15 names.
REPLACED_UIDS = ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")
EMPTIED = ("PatientID", "PatientName", "StudyDate", "StudyTime", "AccessionNumber")


def receive(event):
    """The data set as it came, behind its file meta information."""
    name = os.path.join(folder, event.request.AffectedSOPInstanceUID + ".dcm")
    with open(name, "wb") as file:
        file.write(event.encoded_dataset())
    return 0x0000


def prepare(event):
    """A file without identity, and the pixels as a PNG."""
    dataset = event.dataset
    dataset.file_meta = event.file_meta
    pixels = dataset.pixel_array
    dataset.remove_private_tags()
    for keyword in EMPTIED:
        if keyword in dataset:
            setattr(dataset, keyword, "")
    for keyword in REPLACED_UIDS:
        setattr(dataset, keyword, generate_uid(entropy_srcs=["key", str(dataset[keyword].value)]))
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    name = os.path.join(folder, dataset.SOPInstanceUID)
    dataset.save_as(name + ".dcm", enforce_file_format=True)
    Image.fromarray(pixels.astype(numpy.uint16)).save(name + ".png")
    return 0x0000


entity = AE(ae_title="PYNETDICOM")
for context in AllStoragePresentationContexts:
    entity.add_supported_context(context.abstract_syntax, ALL_TRANSFER_SYNTAXES)
handler = prepare if what == "prepared" else receive
entity.start_server(("127.0.0.1", port), block=True, evt_handlers=[(evt.EVT_C_STORE, handler)])
