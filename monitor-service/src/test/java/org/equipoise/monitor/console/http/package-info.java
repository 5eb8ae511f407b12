/** What the console answers. */
@NullMarked
package org.equipoise.monitor.console.http;

import org.jspecify.annotations.NullMarked;
