/** Tests of the rules that say where an object belongs. */
@NullMarked
package org.equipoise.dicom.routing;

import org.jspecify.annotations.NullMarked;
