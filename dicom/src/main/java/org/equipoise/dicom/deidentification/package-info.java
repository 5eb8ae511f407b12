/**
 * De-identification by DICOM PS3.15, Annex E: of a data set, only what is on a list is kept, each in the form that the
 * list says; and objects whose pixels may show who it is are held back. Pure functions of a data set and a key.
 */
@NullMarked
package org.equipoise.dicom.deidentification;

import org.jspecify.annotations.NullMarked;
