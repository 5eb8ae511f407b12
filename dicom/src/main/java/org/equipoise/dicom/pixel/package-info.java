/** The pixels of an object, frame by frame, and what their values mean. */
@NullMarked
package org.equipoise.dicom.pixel;

import org.jspecify.annotations.NullMarked;
