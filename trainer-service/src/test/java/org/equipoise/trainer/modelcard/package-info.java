/** The model card as a page: complete and safe. */
@NullMarked
package org.equipoise.trainer.modelcard;

import org.jspecify.annotations.NullMarked;
