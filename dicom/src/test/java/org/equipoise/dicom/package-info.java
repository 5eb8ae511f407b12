@NullMarked
package org.equipoise.dicom;

import org.jspecify.annotations.NullMarked;
