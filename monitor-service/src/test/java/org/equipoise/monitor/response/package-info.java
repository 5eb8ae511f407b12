@NullMarked
package org.equipoise.monitor.response;

import org.jspecify.annotations.NullMarked;
