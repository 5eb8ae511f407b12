/** What is run by hand: the table of files and the fuzzing ({@code dicom/run}). */
@NullMarked
package org.equipoise.dicom.tool;

import org.jspecify.annotations.NullMarked;
