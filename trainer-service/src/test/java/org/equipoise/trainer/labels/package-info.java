@NullMarked
package org.equipoise.trainer.labels;

import org.jspecify.annotations.NullMarked;
