@NullMarked
package org.equipoise.trainer.backbone;

import org.jspecify.annotations.NullMarked;
