@NullMarked
package org.equipoise.monitor.notice;

import org.jspecify.annotations.NullMarked;
