/** The door for DICOM's own network protocol: C-STORE and C-ECHO. */
@NullMarked
package org.equipoise.ingest.dimse;

import org.jspecify.annotations.NullMarked;
