@NullMarked
package org.equipoise.local.examination;

import org.jspecify.annotations.NullMarked;
