/**
 * DICOM objects as values, read within limits ({@link org.equipoise.dicom.Dicom}). What a file breaks is said by a
 * {@link org.equipoise.dicom.Reason}. Names are those of the DICOM standard, PS3.3, PS3.5, PS3.6 and PS3.10.
 */
@NullMarked
package org.equipoise.dicom;

import org.jspecify.annotations.NullMarked;
