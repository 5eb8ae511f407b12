/** What the console makes of the topics. */
@NullMarked
package org.equipoise.monitor.console;

import org.jspecify.annotations.NullMarked;
