@NullMarked
package org.equipoise.trainer.diagnosis;

import org.jspecify.annotations.NullMarked;
