/** Tests of app. */
@NullMarked
package org.equipoise.monitor.app;

import org.jspecify.annotations.NullMarked;
