/** Where an object belongs: rules on what it says of itself, of which the first that matches decides. */
@NullMarked
package org.equipoise.dicom.routing;

import org.jspecify.annotations.NullMarked;
