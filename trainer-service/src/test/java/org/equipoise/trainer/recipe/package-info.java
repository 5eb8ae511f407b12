/** What the recipes choose and refuse. */
@NullMarked
package org.equipoise.trainer.recipe;

import org.jspecify.annotations.NullMarked;
