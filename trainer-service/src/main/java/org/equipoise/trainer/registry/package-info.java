/** Versions of models: what they are, whether they may serve, and which one does. */
@NullMarked
package org.equipoise.trainer.registry;

import org.jspecify.annotations.NullMarked;
