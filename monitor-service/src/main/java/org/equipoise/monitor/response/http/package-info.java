/** The trainer, which decides what serves, over HTTP. */
@NullMarked
package org.equipoise.monitor.response.http;

import org.jspecify.annotations.NullMarked;
