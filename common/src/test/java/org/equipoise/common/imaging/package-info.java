/** What is promised of images in memory and on disk. */
@NullMarked
package org.equipoise.common.imaging;

import org.jspecify.annotations.NullMarked;
