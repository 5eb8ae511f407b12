/** What the console's page asks. */
@NullMarked
package org.equipoise.monitor.console.http;

import org.jspecify.annotations.NullMarked;
