/** Sequential tests of predicted classes with a stated mean time between false alarms. */
@NullMarked
package org.equipoise.monitor.collapse;

import org.jspecify.annotations.NullMarked;
