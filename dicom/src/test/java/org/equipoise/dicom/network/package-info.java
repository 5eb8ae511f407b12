@NullMarked
package org.equipoise.dicom.network;

import org.jspecify.annotations.NullMarked;
