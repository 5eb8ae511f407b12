/** Stands for a feature package: plain Java is expected here. */
@NullMarked
package org.equipoise.planted.feature;

import org.jspecify.annotations.NullMarked;
