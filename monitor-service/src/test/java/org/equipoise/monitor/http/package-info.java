/** Tests of http. */
@NullMarked
package org.equipoise.monitor.http;

import org.jspecify.annotations.NullMarked;
