/** The augment service, which draws sheets, over HTTP. */
@NullMarked
package org.equipoise.monitor.preview.http;

import org.jspecify.annotations.NullMarked;
