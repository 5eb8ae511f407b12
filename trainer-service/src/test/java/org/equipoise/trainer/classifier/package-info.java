/** Which versions are in memory, and which are left alone. */
@NullMarked
package org.equipoise.trainer.classifier;

import org.jspecify.annotations.NullMarked;
