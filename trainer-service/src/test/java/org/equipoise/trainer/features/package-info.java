@NullMarked
package org.equipoise.trainer.features;

import org.jspecify.annotations.NullMarked;
