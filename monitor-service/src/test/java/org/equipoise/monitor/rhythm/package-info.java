@NullMarked
package org.equipoise.monitor.rhythm;

import org.jspecify.annotations.NullMarked;
