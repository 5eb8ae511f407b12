/** How often something is usually heard of, and when it has been quiet for too long. */
@NullMarked
package org.equipoise.monitor.rhythm;

import org.jspecify.annotations.NullMarked;
