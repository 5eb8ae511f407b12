/** The receiver behind an HTTP address. */
@NullMarked
package org.equipoise.monitor.notice.http;

import org.jspecify.annotations.NullMarked;
