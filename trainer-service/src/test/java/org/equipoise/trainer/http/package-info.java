/** The registry over HTTP. */
@NullMarked
package org.equipoise.trainer.http;

import org.jspecify.annotations.NullMarked;
