/** Tests of how the augment service is asked. */
@NullMarked
package org.equipoise.monitor.preview.http;

import org.jspecify.annotations.NullMarked;
