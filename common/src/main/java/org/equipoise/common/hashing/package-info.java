/** SHA-256, by which images, dataset versions and model versions are named. */
@NullMarked
package org.equipoise.common.hashing;

import org.jspecify.annotations.NullMarked;
