/** HTTP: models, their decisions and their cards. */
@NullMarked
package org.equipoise.trainer.http;

import org.jspecify.annotations.NullMarked;
