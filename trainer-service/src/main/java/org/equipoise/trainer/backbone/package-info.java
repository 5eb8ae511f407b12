/**
 * Pretrained networks that are kept as they are: what they consist of, what they were made from, and where they lie.
 */
@NullMarked
package org.equipoise.trainer.backbone;

import org.jspecify.annotations.NullMarked;
