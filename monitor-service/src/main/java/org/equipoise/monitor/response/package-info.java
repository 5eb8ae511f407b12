/** What is to be done about an alert, and whether it is done without asking. */
@NullMarked
package org.equipoise.monitor.response;

import org.jspecify.annotations.NullMarked;
